/** A field of a plan: an address or a whole number, or a number in float32. */
export type PlanField = number | { readonly float: number };

/** Writes fields one after another, four bytes each, as the structures in `assembly/` have them. */
export function writePlan(memory: ArrayBufferLike, address: number, fields: readonly PlanField[]): void {
  const view = new DataView(memory, address, fields.length * 4);
  for (const [i, field] of fields.entries()) {
    if (typeof field === 'number') view.setInt32(i * 4, field, true);
    else view.setFloat32(i * 4, field.float, true);
  }
}
