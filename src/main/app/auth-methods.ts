import { AppError } from '../../shared/base/index.ts';
import { nobody, type Handlers } from './connection.ts';
import type { Station } from './station.ts';
import { trainingAccounts } from './training-accounts.ts';

type AuthMethods = Pick<Handlers, 'station.welcome' | 'auth.login' | 'auth.logout' | 'account.list' | 'account.add' | 'account.setPin'>;

export function authMethods(station: Station): AuthMethods {
  return {
    'station.welcome': () =>
      Promise.resolve({
        roomName: station.settings.room.roomName,
        training: station.training !== null,
        stationVersion: station.version,
        firstStart: station.accounts.count() === 0,
        trainingAccounts: station.training === null ? [] : trainingAccounts.map((a) => ({ ...a })),
      }),
    'auth.login': async ({ account, pin }, { line }) => {
      try {
        const person = await station.accounts.authenticate(account, pin);
        line.logIn(person);
        station.facts.write('', 'person.loggedIn', { personId: person.personId, name: person.name, role: person.role }, person);
        return { person };
      } catch (error) {
        station.facts.write('', 'login.refused', { account }, 'station');
        throw error;
      }
    },
    'auth.logout': (_params, { line }) => {
      line.logIn(null);
      return Promise.resolve({ done: true });
    },
    'account.list': () => Promise.resolve({ accounts: [...station.accounts.list()] }),
    'account.add': async (account, { person }) => {
      const first = station.accounts.count() === 0;
      if (first && account.role !== 'administrator') throw new AppError('FIRST_MUST_ADMINISTER');
      if (!first && person === nobody) throw new AppError('LOGIN_REQUIRED');
      if (!first && person.role !== 'administrator') throw new AppError('ROLE_REQUIRED', { roles: 'administrator' });
      const added = await station.accounts.add(account);
      station.facts.write('', 'account.added', { personId: added.personId, account: added.account, name: added.name, role: added.role }, first ? added : person);
      return { accounts: first ? [added] : [...station.accounts.list()] };
    },
    'account.setPin': async ({ account, pin }, { person }) => {
      await station.accounts.setPin(account, pin);
      station.facts.write('', 'account.pinSet', { account }, person);
      return { done: true };
    },
  };
}
