import "../styles/main.css";
import "./pages/confirm";
import "./pages/copy";
import "./pages/dialogs";
import "./pages/htmx";
import "./pages/once";
import { mountIslands } from "./islands";
import { driveClerksDesk } from "./pages/clerk";
import { showCounts } from "./pages/count";
import { keepDrafts } from "./pages/intake";
import { showTimes } from "./pages/times";

mountIslands();
showCounts(document);
showTimes(document);
keepDrafts(document);
driveClerksDesk(document);
/** Whoever sent a form with a mistake hears first what it was. */
document.querySelector<HTMLElement>(".error-summary")?.focus();
