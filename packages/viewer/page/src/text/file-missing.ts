/** Said where frames are wanted of a video that is not there. */
export const fileMissing =
  'The video file is not where it was, so its frames can’t be read. Move it back, or start the viewer with its new path.';
