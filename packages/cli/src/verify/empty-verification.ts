/** What a document holds when nothing could be checked. */
export const emptyVerification = { manifest: null, database: null, stills: [] };
