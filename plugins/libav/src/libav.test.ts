import { describeDecoder } from '@framesieve/testkit';
import { sharedClips } from '@framesieve/testkit/shared';
import { libavDecoder } from './index.ts';

const clips = sharedClips().filter(clip => clip.frameCount < 1000);

describeDecoder({ name: 'libav', factory: libavDecoder, clips });
