import '../shared/ipc/withoutEval'; // first: before any schema is made
import './ui/tokens.css';
import './ui/base.css';
import { startApp } from './app/startApp';
import { chooseCarrier } from './host/carrier';
import { connectHost } from './host/hostConnection';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
startApp(connectHost(chooseCarrier()), root);
