import { AppError } from '../../shared/base/index.ts';
import { identityOf } from '../../shared/domain/index.ts';
import { nobody, type Handlers } from './connection.ts';
import type { Station } from './station.ts';
import { trainingAccounts } from './training-accounts.ts';

type AuthMethods = Pick<
  Handlers,
  | 'station.welcome' | 'auth.login' | 'auth.logout' | 'auth.changePin' | 'auth.lock' | 'auth.unlock' | 'auth.active'
  | 'account.list' | 'account.add' | 'account.setPin' | 'account.setDisabled'
>;

export function authMethods(station: Station): AuthMethods {
  return {
    'station.welcome': () =>
      Promise.resolve({
        roomName: station.settings.room.roomName,
        training: station.training !== null,
        stationVersion: station.version,
        firstStart: station.accounts.count() === 0,
        trainingAccounts: station.training === null ? [] : trainingAccounts.map(({ account, name, role, pin }) => ({ account, name, role, pin })),
      }),
    'auth.login': async ({ account, pin }, { line }) => {
      try {
        const { mustChangePin, ...known } = await station.accounts.authenticate(account, pin);
        const person = identityOf(known);
        line.logIn(person, mustChangePin);
        station.facts.write('', 'person.loggedIn', { personId: person.personId, name: person.name, role: person.role }, person);
        return { person, mustChangePin };
      } catch (error) {
        station.refusals.noteLogin(account);
        throw error;
      }
    },
    'auth.logout': (_params, { line }) => {
      line.logIn(null);
      return Promise.resolve({ done: true });
    },
    'auth.changePin': async ({ oldPin, newPin }, { person, line }) => {
      await station.accounts.changePin(person.account, oldPin, newPin);
      line.pinChanged();
      station.facts.write('', 'account.pinChanged', { account: person.account }, person);
      return { done: true };
    },
    'auth.lock': (_params, { line }) => {
      line.lock('asked');
      return Promise.resolve({ done: true });
    },
    'auth.unlock': async ({ pin }, { person, line }) => {
      await station.accounts.authenticate(person.account, pin);
      line.unlock();
      station.facts.write('', 'line.unlocked', { account: person.account }, person);
      return { done: true };
    },
    'auth.active': () => Promise.resolve({ done: true }),
    'account.list': () => Promise.resolve({ accounts: [...station.accounts.list()] }),
    'account.add': async (account, { person }) => {
      const first = station.accounts.count() === 0;
      if (first && account.role !== 'administrator') throw new AppError('FIRST_MUST_ADMINISTER');
      if (!first && person === nobody) throw new AppError('LOGIN_REQUIRED');
      if (!first && person.role !== 'administrator') throw new AppError('ROLE_REQUIRED', { roles: 'administrator' });
      const added = await station.accounts.add(account, { mustChangePin: !first });
      station.facts.write('', 'account.added', { personId: added.personId, account: added.account, name: added.name, role: added.role }, first ? added : person);
      return { accounts: first ? [added] : [...station.accounts.list()] };
    },
    'account.setPin': async ({ account, pin }, { person }) => {
      await station.accounts.setPin(account, pin);
      station.facts.write('', 'account.pinSet', { account }, person);
      return { done: true };
    },
    'account.setDisabled': ({ account, disabled }, { person }) => {
      const { personId } = station.accounts.setDisabled(account, disabled);
      station.facts.write('', disabled ? 'account.disabled' : 'account.enabled', { account }, person);
      if (disabled) station.dismiss(personId);
      return Promise.resolve({ accounts: [...station.accounts.list()] });
    },
  };
}
