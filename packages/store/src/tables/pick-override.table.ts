/** A correction by hand of what is picked from a decode. */
export interface PickOverrideTable {
  decode_id: number;
  ordinal: number;
  action: 'added' | 'removed';
  /** ISO 8601, UTC. */
  created_at: string;
}
