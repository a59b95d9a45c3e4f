import { createRoot } from "react-dom/client";
import { App } from "./App";

export function start(): void {
  createRoot(document.getElementById("root") as HTMLElement).render(<App />);
}
