/** Words in the reader's language, from the catalogue that Django serves at /words.js. */

declare global {
  interface Window {
    gettext?: (message: string) => string;
    ngettext?: (one: string, many: string, count: number) => string;
  }
}

type Values = Record<string, string | number>;

function fill(words: string, values: Values): string {
  return words.replace(/%\((\w+)\)s/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** The translation of `message`; `%(name)s` is filled from `values`. */
export function t(message: string, values: Values = {}): string {
  return fill(window.gettext ? window.gettext(message) : message, values);
}

/** The translation of a counted phrase; `%(count)s` is filled with `count`. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  const words = window.ngettext ? window.ngettext(one, many, count) : count === 1 ? one : many;
  return fill(words, { count, ...values });
}

/** Marks a string for translation where it stands; `t` translates it where it is shown. */
export function mark(message: string): string {
  return message;
}
