import { expect, it } from "vitest";
import { tabFor } from "./panels";

it("goes round the tabs by the arrow keys", () => {
  expect(tabFor("ArrowRight", "minutes")).toBe("agreement");
  expect(tabFor("ArrowRight", "chat")).toBe("minutes");
  expect(tabFor("ArrowLeft", "minutes")).toBe("chat");
  expect(tabFor("Home", "chat")).toBe("minutes");
  expect(tabFor("End", "minutes")).toBe("chat");
  expect(tabFor("Enter", "minutes")).toBeNull();
});
