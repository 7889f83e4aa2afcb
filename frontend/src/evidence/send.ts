/** One file to the server. XMLHttpRequest, because `fetch` cannot say how much was sent. */
import { t } from "../i18n";
import type { Refusal, Send } from "./queue";

interface Answer {
  message?: string;
  retry?: boolean;
}

function refusalOf(request: XMLHttpRequest): Refusal {
  let answer: Answer = {};
  try {
    answer = JSON.parse(request.responseText) as Answer;
  } catch {
    // A proxy may answer with a page of its own.
  }
  if (answer.message) return { words: answer.message, retry: answer.retry ?? false };
  if (request.status === 413) return { words: t("This file is too large."), retry: false };
  if (request.status === 403 || request.status === 404)
    return { words: t("Please reload the page and sign in again."), retry: false };
  return { words: t("The server could not take the file. Please try again."), retry: true };
}

export function sender(url: string, token: string): Send {
  return (file, onProgress, signal) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token);
      request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
      request.onload = () => (request.status === 201 ? resolve() : reject(refusalOf(request)));
      request.onerror = () => {
        const words = t("The connection broke off. Nothing was lost; please try again.");
        reject({ words, retry: true } satisfies Refusal);
      };
      request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
      signal.addEventListener("abort", () => request.abort(), { once: true });
      const body = new FormData();
      body.append("files", file);
      request.send(body);
    });
}
