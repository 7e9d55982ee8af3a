import { AudioMutedOutlined, AudioOutlined, EyeInvisibleOutlined } from './icons.ts';
import { Button } from 'antd';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { WireError } from '../../shared/base/index.ts';
import type { CameraSnapshot } from '../../shared/contract/index.ts';
import { useText, type Text } from '../i18n/index.ts';
import { localMs, useTickMs, watchPreview } from '../stores/index.ts';
import { LevelMeter } from './level-meter.tsx';
import { LivePicture } from './live-picture.ts';

/** A picture older than this is no longer live, and says so. */
const staleAfterMs = 4_000;

/** What a camera sees now: the very fragments that are recorded. An old picture is never passed off as a live one. */
export function CameraPicture({ camera }: { readonly camera: CameraSnapshot }) {
  const text = useText();
  const { t } = text;
  const [muted, setMuted] = useState(true);
  const preview = usePreview(camera.cameraId, camera.state === 'live');
  const cover = coverText(camera, preview, text);

  return (
    <figure className={`picture picture-${camera.role}`} data-testid={`picture-${camera.role}`} data-live={cover === null}>
      <div className="picture-frame">
        <video ref={preview.video} muted={muted} playsInline autoPlay aria-label={t('picture.label', { camera: camera.name })} />
        {cover !== null && <div className="picture-cover" role="status"><EyeInvisibleOutlined aria-hidden /><span>{cover}</span></div>}
      </div>
      <figcaption>
        <span className={`dot dot-${camera.state}`} aria-hidden />
        <strong>{camera.name}</strong>
        <span className="muted">{t(`cameraRole.${camera.role}`)} · {t(`cameraState.${camera.state}`)}</span>
        <span className="grow" />
        <LevelMeter levelDb={camera.levelDb} hasAudio={camera.hasAudio} name={camera.name} />
        {camera.hasAudio && (
          <Button
            type="text" size="small" data-testid={`listen-${camera.role}`} aria-pressed={!muted}
            aria-label={t(muted ? 'picture.unmute' : 'picture.mute', { camera: camera.name })}
            icon={muted ? <AudioMutedOutlined /> : <AudioOutlined />} onClick={() => setMuted(!muted)}
          />
        )}
      </figcaption>
    </figure>
  );
}

interface PreviewState {
  readonly video: RefObject<HTMLVideoElement | null>;
  /** Since the picture last moved; null before it ever did. */
  readonly ageMs: number | null;
  readonly trouble: PreviewTrouble | null;
}

type PreviewTrouble = { readonly kind: 'unsupported'; readonly type: string } | { readonly kind: 'refused'; readonly error: WireError };

function usePreview(cameraId: string, live: boolean): PreviewState {
  const video = useRef<HTMLVideoElement>(null);
  const [seenAtMs, setSeenAtMs] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<PreviewTrouble | null>(null);
  const nowMs = useTickMs();

  // A camera that comes back is asked for again: the station may have refused while it was away.
  useEffect(() => {
    const element = video.current;
    if (element === null || !live) return undefined;
    let picture: LivePicture | undefined;
    // Bytes that arrive prove nothing to the eye: only a picture that moves is live.
    const onMoved = (): void => setSeenAtMs(localMs());
    element.addEventListener('timeupdate', onMoved);
    const stop = watchPreview(cameraId, {
      onOpen: (mimeType) => {
        setTrouble(null);
        picture = new LivePicture(element, mimeType, (type) => setTrouble({ kind: 'unsupported', type }));
      },
      onPart: (part) => {
        if (part.kind === 'init') picture?.init(part.bytes);
        else picture?.fragment(part.bytes);
      },
      onRefused: (error) => setTrouble({ kind: 'refused', error }),
    });
    return () => {
      stop();
      element.removeEventListener('timeupdate', onMoved);
      picture?.close();
    };
  }, [cameraId, live]);

  return { video, ageMs: seenAtMs === null ? null : Math.max(0, nowMs - seenAtMs), trouble };
}

/** Why the picture on the screen is not to be taken for live; null when it is. */
function coverText(camera: CameraSnapshot, { ageMs, trouble }: PreviewState, { t, pick, codeText }: Text): string | null {
  if (camera.state !== 'live') return camera.problem === null ? t(`cameraState.${camera.state}`) : codeText(camera.problem, { camera: camera.name, address: camera.address });
  if (trouble !== null) return trouble.kind === 'refused' ? pick(trouble.error.message) : t('picture.unsupported', { type: trouble.type });
  if (ageMs === null) return t('picture.waiting');
  return ageMs > staleAfterMs ? t('picture.stale', { seconds: Math.floor(ageMs / 1000) }) : null;
}
