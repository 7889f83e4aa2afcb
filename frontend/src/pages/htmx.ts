/** htmx, and what a page needs when a part of it was exchanged. Its settings stand in base.html. */
import "htmx.org";
import { t } from "../i18n";
import { mountIslands } from "../islands";
import { showCounts } from "./count";
import { showTimes } from "./times";
import { say } from "./toast";

document.addEventListener("htmx:after:swap", () => {
  mountIslands();
  showCounts(document);
  showTimes(document);
  document.querySelector("#notices [role=alert]")?.scrollIntoView({ block: "nearest" });
});
document.addEventListener("htmx:error", () => {
  say(t("No connection. Nothing was sent; please try again."));
});
