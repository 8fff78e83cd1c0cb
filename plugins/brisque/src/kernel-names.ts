/** What the files of BRISQUE models name as the kernel that computes the same; a change of the graph that moves a score is a new version. */
export const kernelNames = { utlive: 'nss/brisque-utlive@1', opencv: 'nss/brisque-opencv@1' } as const;
