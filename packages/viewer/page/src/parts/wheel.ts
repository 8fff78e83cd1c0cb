/** Pixels of a line, where a wheel turns by lines. */
const linePixels = 16;

/** By how many pixels a wheel was turned, sideways and down. */
export function wheelPixels({ deltaX, deltaY, deltaMode }: WheelEvent): {
  readonly x: number;
  readonly y: number;
} {
  const unit = deltaMode === WheelEvent.DOM_DELTA_LINE ? linePixels : 1;
  return { x: deltaX * unit, y: deltaY * unit };
}

/** How much a turn of the wheel enlarges: above 1 when it is turned up. */
export function wheelFactor(event: WheelEvent): number {
  return Math.exp(-wheelPixels(event).y / 320);
}
