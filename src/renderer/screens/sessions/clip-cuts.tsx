import { Button, Input, Slider } from 'antd';
import { useState } from 'react';
import { clockTime, duration } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { readRoomSecond, type Bounds } from './room-second.ts';

const firstCutMs = 60_000;

interface ClipCutsProps {
  readonly cuts: readonly Bounds[];
  readonly onCuts: (cuts: readonly Bounds[]) => void;
  readonly bounds: Bounds;
  readonly timeZone: string;
  readonly disabled: boolean;
}

/** The stretches that a clip shows, each drawn on the timeline of the recording or typed in room time. */
export function ClipCuts({ cuts, onCuts, bounds, timeZone, disabled }: ClipCutsProps) {
  const { t } = useText();
  const lastMs = cuts.at(-1)?.toMs ?? bounds.fromMs;
  return (
    <div role="group" aria-label={t('clip.cuts')} className="group" data-testid="clip-cuts">
      <h3>{t('clip.cuts')}</h3>
      {cuts.map((cut, index) => (
        <CutRow
          key={index} number={index + 1} cut={cut} bounds={bounds} timeZone={timeZone} disabled={disabled} onCut={(changed) => onCuts(cuts.with(index, changed))}
          onRemove={cuts.length === 1 ? undefined : () => onCuts(cuts.toSpliced(index, 1))}
        />
      ))}
      <Button disabled={disabled || lastMs >= bounds.toMs} data-testid="clip-add-cut" onClick={() => onCuts([...cuts, { fromMs: lastMs, toMs: Math.min(bounds.toMs, lastMs + firstCutMs) }])}>{t('clip.addCut')}</Button>
    </div>
  );
}

interface CutRowProps {
  readonly number: number;
  readonly cut: Bounds;
  readonly bounds: Bounds;
  readonly timeZone: string;
  readonly disabled: boolean;
  readonly onCut: (cut: Bounds) => void;
  readonly onRemove: (() => void) | undefined;
}

function CutRow({ number, cut, bounds, timeZone, disabled, onCut, onRemove }: CutRowProps) {
  const { t } = useText();
  const lengthMs = bounds.toMs - bounds.fromMs;
  const seconds = (ms: number) => Math.round((ms - bounds.fromMs) / 1_000);
  // The ends of the slider are the ends of the recording, which seldom lie on a whole second.
  const at = (second: number) => Math.min(bounds.fromMs + second * 1_000, bounds.toMs);
  const time = (ms: number) => clockTime(ms, timeZone);
  const field = (end: 'fromMs' | 'toMs') => (
    <RoomSecond label={t(end === 'fromMs' ? 'clip.from' : 'clip.to', { number })} testId={`clip-${number}-${end === 'fromMs' ? 'from' : 'to'}`} atMs={cut[end]} bounds={bounds} timeZone={timeZone} disabled={disabled} onMoment={(atMs) => onCut({ ...cut, [end]: atMs })} />
  );
  return (
    <div className="cut-row" data-testid={`clip-cut-${number}`}>
      <Slider
        range disabled={disabled} min={0} max={Math.ceil(lengthMs / 1_000)} value={[seconds(cut.fromMs), seconds(cut.toMs)]} marks={{ 0: time(bounds.fromMs), [Math.ceil(lengthMs / 1_000)]: time(bounds.toMs) }}
        tooltip={{ formatter: (second) => time(at(second ?? 0)) }} ariaLabelForHandle={[t('clip.from', { number }), t('clip.to', { number })]} ariaValueTextFormatterForHandle={[(second) => time(at(second)), (second) => time(at(second))]}
        onChange={([from = 0, to = 0]) => onCut({ fromMs: at(from), toMs: at(to) })}
      />
      <div className="cut-times">
        <span className="muted">{t('clip.nth', { number })}</span>
        {field('fromMs')}
        <span>{t('common.to')}</span>
        {field('toMs')}
        <span className="muted">{duration(cut.toMs - cut.fromMs)}</span>
        {onRemove !== undefined && <Button size="small" disabled={disabled} data-testid={`clip-${number}-remove`} onClick={onRemove}>{t('clip.removeCut')}</Button>}
      </div>
    </div>
  );
}

interface RoomSecondProps {
  readonly label: string;
  readonly testId: string;
  readonly atMs: number;
  readonly bounds: Bounds;
  readonly timeZone: string;
  readonly disabled: boolean;
  readonly onMoment: (atMs: number) => void;
}

/** What is being typed stands as it is typed; what is no moment of the recording is marked, and forgotten when the field is left. */
function RoomSecond({ label, testId, atMs, bounds, timeZone, disabled, onMoment }: RoomSecondProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && readRoomSecond(typed, bounds, timeZone) === undefined;
  return (
    <Input
      className="cut-time" aria-label={label} aria-invalid={isWrong} data-testid={testId} autoComplete="off" maxLength={8} disabled={disabled} status={isWrong ? 'error' : ''} value={typed ?? clockTime(atMs, timeZone)}
      onChange={({ target: { value } }) => {
        setTyped(value);
        const moment = readRoomSecond(value, bounds, timeZone);
        if (moment !== undefined) onMoment(moment);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
