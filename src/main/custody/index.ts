export { Accounts, type NewAccount } from './accounts.ts';
