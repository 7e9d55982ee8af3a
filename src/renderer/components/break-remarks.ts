import type { BreakSnapshot } from '../../shared/contract/index.ts';
import type { Text } from '../i18n/index.ts';

/** What must be said beside a break wherever it is listed: that it was taken back, does not count, or was refused. */
export function breakRemarks({ declined, withdrawn, voided, heardMs }: BreakSnapshot, t: Text['t']): readonly string[] {
  return [
    ...(declined ? [t('breakRemark.declined')] : []),
    ...(withdrawn ? [t('breakRemark.withdrawn')] : []),
    ...(voided ? [t('breakRemark.voided', { seconds: Math.round(heardMs / 1000) })] : []),
  ];
}
