/** Whether something optional can be used on this machine, and if not, why and what to do. */
export type Availability =
  | { readonly available: true; readonly version: string }
  | { readonly available: false; readonly reason: string; readonly hint: string };
