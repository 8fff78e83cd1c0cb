/** What computes the scores, as it is stored with them: a change that moves a score is a new version. */
export const implementation = { name: 'framesieve-nss', version: '1.0.0' } as const;
