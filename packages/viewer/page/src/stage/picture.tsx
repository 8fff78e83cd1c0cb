import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type PictureSize, pictureUrl } from '../api/client.ts';
import type { Zoom } from './zoom.ts';

interface PictureProps {
  readonly decodeId: number;
  readonly ordinal: number;
  readonly aspect: number;
  readonly zoom: Zoom;
}

/** From this scale on all pixels of the frame are wanted. */
const fullFrom = 1.5;

/**
 * One decoded frame. While the next one comes, the one before stays in sight, so that stepping does not flicker; what is shown
 * is always what the caption of the stage says, or marked as old.
 */
export function Picture({ decodeId, ordinal, aspect, zoom }: PictureProps) {
  const shown = useSignal<{ readonly ordinal: number; readonly url: string } | null>(null);
  const problem = useSignal<string | null>(null);
  const size: PictureSize = zoom.scale >= fullFrom ? 'full' : 'large';
  useEffect(() => {
    let isWanted = true;
    const url = pictureUrl(decodeId, ordinal, size);
    const image = new Image();
    image.src = url;
    image.decode().then(
      () => {
        if (!isWanted) return;
        problem.value = null;
        shown.value = { ordinal, url };
      },
      async () => {
        if (!isWanted) return;
        const message = await reasonOf(url);
        if (isWanted) problem.value = message;
      },
    );
    return () => {
      isWanted = false;
      // Else the server would go on with what nobody looks at any more.
      if (!image.complete) image.src = '';
    };
  }, [decodeId, ordinal, size]);
  const style = {
    aspectRatio: aspect,
    transform: `scale(${zoom.scale}) translate(${(0.5 - zoom.x) * 100}%, ${(0.5 - zoom.y) * 100}%)`,
  };
  const isOld = shown.value?.ordinal !== ordinal;
  return (
    <div class={isOld && !problem.value ? 'picture old' : 'picture'} data-ordinal={shown.value?.ordinal}>
      {shown.value && !(isOld && problem.value) && (
        <img src={shown.value.url} alt={`Frame ${shown.value.ordinal}`} style={style} draggable={false} />
      )}
      {problem.value && isOld && <p class="problem">{problem.value}</p>}
    </div>
  );
}

/** An image says nothing about why it failed; its address does. */
async function reasonOf(url: string): Promise<string> {
  try {
    const response = await fetch(url);
    if (response.ok) return 'The browser can’t show this picture.';
    const { message } = await response.json();
    return message;
  } catch {
    return 'This frame can’t be read just now.';
  }
}
