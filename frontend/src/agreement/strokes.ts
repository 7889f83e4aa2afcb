/** A drawn signature: strokes of points from 0 to 1, from the pad's upper left corner. */

export type Point = [x: number, y: number];
export type Stroke = Point[];

/** A point on the pad, in CSS pixels. */
export interface Place {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** What the server takes at most. */
export const MOST_STROKES = 200;
export const MOST_POINTS = 20_000;

function part(value: number, whole: number): number {
  const share = whole > 0 ? value / whole : 0;
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;
}

function thin(stroke: Stroke, step: number): Stroke {
  const last = stroke.length - 1;
  return stroke.filter((_, index) => index === last || index % step === 0);
}

/** Independent of the pad's size, and within what the server takes. */
export function toStrokes(lines: readonly (readonly Place[])[], pad: Size): Stroke[] {
  const strokes = lines
    .filter((line) => line.length > 0)
    .slice(0, MOST_STROKES)
    .map((line) => line.map(({ x, y }): Point => [part(x, pad.width), part(y, pad.height)]));
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  // Each stroke keeps its last point besides, hence the room for one more a stroke.
  const step = Math.ceil(points / (MOST_POINTS - MOST_STROKES));
  return step > 1 ? strokes.map((stroke) => thin(stroke, step)) : strokes;
}

/** The same strokes on a pad of this size. */
export function toPlaces(strokes: readonly Stroke[], pad: Size): Place[][] {
  return strokes.map((stroke) => stroke.map(([x, y]) => ({ x: x * pad.width, y: y * pad.height })));
}

/** What a refused form brought back; anything unreadable is no strokes. */
export function parseStrokes(text: string): Stroke[] {
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) && found.every(isStroke) ? found : [];
  } catch {
    return [];
  }
}

function isStroke(value: unknown): value is Stroke {
  return Array.isArray(value) && value.every(isPoint);
}

function isPoint(value: unknown): value is Point {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}
