/** Where a page is alive: a Svelte component mounted into `<div data-island="name">`. */
import { type Component, mount } from "svelte";

type Props = Record<string, unknown>;
/** A component says which props it takes; that the page gave them is checked by its template. */
type Loader = () => Promise<{ default: unknown }>;

/** Each island is its own file, loaded only by the pages that have it. */
const ISLANDS: Record<string, Loader> = {
  pages: () => import("./agreement/Pages.svelte"),
  signature: () => import("./agreement/Signature.svelte"),
  "evidence-uploader": () => import("./evidence/EvidenceUploader.svelte"),
  room: () => import("./room/island.svelte"),
};

function propsOf(host: Element): Props {
  const script = host.querySelector('script[type="application/json"]');
  return script?.textContent ? (JSON.parse(script.textContent) as Props) : {};
}

/** What the reader chose in the plain form while the island was on its way: it must not be lost. */
function filesOf(host: Element): File[] {
  const input = host.querySelector<HTMLInputElement>('input[type="file"]');
  return [...(input?.files ?? [])];
}

/** Mount the island of every host in the page that has none yet. */
export function mountIslands(root: ParentNode = document): void {
  for (const host of root.querySelectorAll<HTMLElement>("[data-island]:not([data-mounted])")) {
    const load = ISLANDS[host.dataset.island ?? ""];
    if (!load) continue;
    const props = propsOf(host);
    host.dataset.mounted = "yes";
    load().then(({ default: island }) => {
      const files = filesOf(host);
      host.replaceChildren();
      mount(island as Component<Props>, { target: host, props: { ...props, files } });
    });
  }
}
