/** Keep a scrolling list at its end while the reader is there; leave it alone when they look back. */
const NEAR_PX = 80;

export function follows(length: () => number): (box: HTMLElement) => void {
  let near = true;
  return (box) => {
    length();
    if (near) box.scrollTop = box.scrollHeight;
    box.onscroll = () => {
      near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    };
  };
}
