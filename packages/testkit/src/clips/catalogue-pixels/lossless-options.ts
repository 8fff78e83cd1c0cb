/** Options that make an encoder keep every sample; encoders that always do have none. */
export const losslessOptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  libx264: { qp: '0', crf: '-1', preset: 'ultrafast' },
  libx264rgb: { qp: '0', crf: '-1', preset: 'ultrafast' },
  libx265: { 'x265-params': 'lossless=1:log-level=error' },
  'libvpx-vp9': { lossless: '1', crf: '0' },
};
