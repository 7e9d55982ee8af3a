export { humidityText, temperatureText } from './climate-reading.ts';
export { ClimateSensor } from './climate-sensor.ts';
