/** Keep the screen awake while a sitting is on; given back when the page is hidden, so asked anew. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;

  async function ask(): Promise<void> {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    // Refused on a nearly empty battery: then the screen goes dark, and nothing else is lost.
    const held = await navigator.wakeLock.request("screen").catch(() => null);
    if (over) void held?.release();
    else lock = held;
  }

  const seen = () => void ask();
  document.addEventListener("visibilitychange", seen);
  void ask();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", seen);
    void lock?.release();
  };
}
