/** Colours of the style sheet, for the canvas. */
export interface Colors {
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly accent: string;
  readonly band: string;
  readonly reason: (reason: string) => string;
}

/** Reads the colours that an element has now. */
export function readColors(element: Element): Colors {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: value('--ink'),
    quiet: value('--quiet'),
    rule: value('--rule'),
    accent: value('--accent'),
    band: value('--band'),
    reason: reason => value(`--reason-${reason}`) || value('--quiet'),
  };
}
