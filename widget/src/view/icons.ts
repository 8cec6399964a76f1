// The widget's own icons: lines on a grid of 24 units.
import { icon } from "./dom";

/** A speech bubble with a path that leads on. */
export const adviser = () =>
  icon(
    "M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v10a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 4V17h-2A1.5 1.5 0 0 1 4 15.5z",
    "M8 13.2c2.2 0 1.6-5 4-5h3.8",
    "m13.6 5.9 2.4 2.3-2.4 2.3",
  );
export const close = () => icon("m6 6 12 12", "M18 6 6 18");
export const menu = () => icon("M4 7h16", "M4 12h16", "M4 17h16");
export const send = () => icon("M4 12h15", "m13 6 6 6-6 6");
export const restart = () => icon("M5 12a7 7 0 1 0 2.2-5.1L5 9", "M5 4.5V9h4.5");
export const person = () => icon("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4.5 20a7.5 7.5 0 0 1 15 0");
export const download = () => icon("M12 4v11", "m7 11 5 5 5-5", "M5 20h14");
export const print = () => icon("M7 9V4h10v5", "M7 17H4.5V9h15v8H17", "M7 14h10v6H7z");
export const erase = () => icon("M5 7h14", "M9 7V4h6v3", "m7 7 .8 13h8.4L17 7");
export const check = () => icon("m5 12.5 4.5 4.5L19 7.5");
export const thumbUp = () =>
  icon("M7 11v9H4v-9z", "M7 11.5 11 4c1.4 0 2.2 1 2 2.4L12.5 10H18c1.3 0 2.2 1.2 1.9 2.4l-1.5 6c-.2 1-1 1.6-2 1.6H7");
export const thumbDown = () =>
  icon("M7 13V4H4v9z", "M7 12.5 11 20c1.4 0 2.2-1 2-2.4l-.5-3.6H18c1.3 0 2.2-1.2 1.9-2.4l-1.5-6c-.2-1-1-1.6-2-1.6H7");
export const newTab = () => icon("M10 6H6v12h12v-4", "M13 5h6v6", "m19 5-8 8");
export const alert = () => icon("M12 4 2.8 20h18.4z", "M12 10v4.5", "M12 17.2v.3");
