import { DisconnectOutlined, WarningFilled } from './icons.ts';
import { Button } from 'antd';
import { useText } from '../i18n/index.ts';
import { useStation } from '../stores/index.ts';

/** What is wrong between this page and its station. Recording never depends on it, and the words say so. */
export function LineBanners() {
  const { t } = useText();
  const connection = useStation((view) => view.connection);
  const breach = useStation((view) => view.breach);
  return (
    <>
      {connection === 'lost' && (
        <div className="banner banner-lost" role="alert" data-testid="connection-lost">
          <DisconnectOutlined aria-hidden /> <strong>{t('app.lost')}</strong> <span>{t('app.lostHint')}</span>
        </div>
      )}
      {breach !== null && (
        <div className="banner banner-breach" role="alert" data-testid="contract-breach">
          <WarningFilled aria-hidden /> <strong>{t('app.breach')}</strong> <span>{t('app.breachHint', { where: breach.where })}</span>
          <Button size="small" onClick={() => window.location.reload()}>{t('app.reload')}</Button>
        </div>
      )}
    </>
  );
}
