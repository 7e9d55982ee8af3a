import type { ReactNode } from 'react';

interface PanelProps {
  readonly title: string;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'next' | 'alarm' | 'good';
  readonly testId?: string;
}

/** A titled part of a page. */
export function Panel({ title, extra, children, tone = 'plain', testId }: PanelProps) {
  return (
    <section className={`panel panel-${tone}`} data-testid={testId} aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {extra}
      </header>
      <div className="panel-body">{children}</div>
    </section>
  );
}
