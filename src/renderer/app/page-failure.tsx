import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/index.ts';

interface PageFailureState {
  readonly failure: Error | null;
}

/** A bug in a screen must not leave a blank page, and must not let anyone think that recording stopped. */
export class PageFailure extends Component<{ readonly children: ReactNode }, PageFailureState> {
  override state: PageFailureState = { failure: null };

  static getDerivedStateFromError(failure: Error): PageFailureState {
    return { failure };
  }

  override render(): ReactNode {
    return this.state.failure === null ? this.props.children : <FailureWords failure={this.state.failure} />;
  }
}

function FailureWords({ failure }: { readonly failure: Error }) {
  const { t } = useText();
  return (
    <main className="page" role="alert" data-testid="page-failure">
      <h1>{t('app.crashed')}</h1>
      <p>{t('app.crashedHint')}</p>
      <p><button type="button" onClick={() => window.location.reload()}>{t('app.reload')}</button></p>
      <pre className="mono wrap">{failure.message}</pre>
    </main>
  );
}
