import "../styles/main.css";
import "./pages/htmx";
import { mountIslands } from "./islands";

mountIslands();
