/** A PDF as pages that can be drawn and read aloud, by pdf.js from our own files. */
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

/** A page: its proportions, its words for who cannot see it, and how to draw it. */
export interface Sheet {
  number: number;
  width: number;
  height: number;
  words: string;
  /** Draw it `width` CSS pixels wide. */
  draw(canvas: HTMLCanvasElement, width: number): Promise<void>;
}

/** The sharpest drawing that is worth its memory on a phone. */
const MOST_PIXELS = 3000;

/** Every page of the document at `url`; rejects when it cannot be loaded. */
export async function openDocument(url: string): Promise<Sheet[]> {
  const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  const pdf = await pdfjs.getDocument({ url, withCredentials: true }).promise;
  const numbers = Array.from({ length: pdf.numPages }, (_, index) => index + 1);
  return Promise.all(numbers.map(async (number) => sheet(await pdf.getPage(number))));
}

type Page = Awaited<
  ReturnType<import("pdfjs-dist/legacy/build/pdf.mjs").PDFDocumentProxy["getPage"]>
>;

async function sheet(page: Page): Promise<Sheet> {
  const { width, height } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const words = items.map((item) => ("str" in item ? item.str : "")).join(" ");
  return {
    number: page.pageNumber,
    width,
    height,
    words,
    async draw(canvas, cssWidth) {
      const pixels = Math.min(MOST_PIXELS, cssWidth * (globalThis.devicePixelRatio || 1));
      const viewport = page.getViewport({ scale: pixels / width });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      await page.render({ canvas, viewport }).promise;
    },
  };
}
