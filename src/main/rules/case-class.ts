import type { CaseTrait, LegalClass, Offence } from '../../shared/domain/index.ts';

export interface CaseFacts {
  readonly offence: Offence;
  readonly traits: readonly CaseTrait[];
  readonly minor: boolean;
  readonly detained: boolean;
  readonly needsInterpreter: boolean;
}

export interface CaseClass {
  readonly legalClass: LegalClass;
  /** What makes it must-record; empty when nothing does. */
  readonly reasons: readonly string[];
}

/**
 * The class that the facts of the case ask for (ministry rule of 2014, articles 4 to 6; requirement A6). An offence that is not known yet is taken for
 * the stricter class.
 */
export function classOfCase({ offence, traits, minor, detained, needsInterpreter }: CaseFacts): CaseClass {
  const reasons = [
    ...(offence === 'other' ? [] : [`offence-${offence}`]),
    ...(minor ? ['minor'] : []),
    ...(detained ? ['detained'] : []),
    ...(needsInterpreter && !traits.includes('foreign-language') && !traits.includes('deaf-or-mute') ? ['foreign-language'] : []),
    ...traits,
  ];
  return { legalClass: reasons.length > 0 ? 'must-record' : 'other', reasons };
}
