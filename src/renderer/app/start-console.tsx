import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openStationClient } from '../api/index.ts';
import { startI18n } from '../i18n/index.ts';
import { attachStation } from '../stores/index.ts';
import { ConsoleApp } from './console-app.tsx';
import { PageFailure } from './page-failure.tsx';
import './console.css';
import './room.css';
import './board.css';
import './transcript.css';

/** Opens the way to the station and draws the console into `place`, for the life of the page. */
export async function startConsole(place: HTMLElement): Promise<void> {
  await startI18n();
  attachStation(openStationClient());
  createRoot(place).render(<StrictMode><PageFailure><ConsoleApp /></PageFailure></StrictMode>);
}
