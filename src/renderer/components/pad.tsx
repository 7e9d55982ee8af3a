import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import SignaturePad from 'signature_pad';
import { useText } from '../i18n/index.ts';

interface PadProps {
  readonly isOpen: boolean;
  readonly busy: boolean;
  /** SVG path data in the box of the pad. */
  readonly onSigned: (path: string) => void;
}

const box = { width: 300, height: 100 } as const;

/** Takes a signature by pen, finger or mouse. Dead while the station is not recording. */
export function Pad({ isOpen, busy, onSigned }: PadProps) {
  const { t } = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const made = new SignaturePad(canvas.current, { penColor: '#12306b', minWidth: 1, maxWidth: 2.4 });
    pad.current = made;
    return () => made.off();
  }, []);
  useEffect(() => {
    if (isOpen) pad.current?.on();
    else pad.current?.off();
  }, [isOpen]);
  const path = (): string => (pad.current?.toData() ?? []).map(({ points }) => points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ')).join(' ');
  return (
    <div className="pad">
      <canvas ref={canvas} width={box.width} height={box.height} data-testid="pad" aria-label={t('editor.pad')} />
      <div className="line-buttons">
        <Button disabled={!isOpen} data-testid="action-pad-clear" onClick={() => pad.current?.clear()}>{t('editor.padClear')}</Button>
        <Button type="primary" disabled={!isOpen} loading={busy} data-testid="action-pad-done" onClick={() => (pad.current?.isEmpty() === false ? onSigned(path()) : undefined)}>{t('editor.padDone')}</Button>
      </div>
    </div>
  );
}
