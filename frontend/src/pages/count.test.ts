import { fireEvent } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { characters, roomLeft, showCounts } from "./count";

beforeEach(() => {
  document.body.innerHTML = '<textarea maxlength="5" data-count>你好</textarea>';
});

test("a rare character and an emoji are one each", () => {
  expect(characters("𠮷👍a")).toBe(3);
});

test("says how many are left and how many too many", () => {
  expect(roomLeft(2, 5)).toBe("3 characters left");
  expect(roomLeft(4, 5)).toBe("1 character left");
  expect(roomLeft(7, 5)).toBe("2 characters too many");
});

test("follows what is typed, in one note", () => {
  showCounts(document);
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  fireEvent.input(field, { target: { value: "你好吗？再见" } });
  const notes = document.querySelectorAll(".count");
  expect(notes).toHaveLength(1);
  expect(notes[0]).toHaveTextContent("1 character too many");
  expect(notes[0]).toHaveClass("is-over");
});
