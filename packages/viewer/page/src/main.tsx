import 'uplot/dist/uPlot.min.css';
import './style/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { startListening } from './state/events.ts';

render(<App />, document.getElementById('app')!);
startListening();
