import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { language } from './strings/language.svelte.js';

const target = document.getElementById('app');
if (target) void language.begin().then(() => mount(App, { target }));
