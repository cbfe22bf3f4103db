// The icons our templates name; those of needs are read from seed_data/needs.csv. A test finds any that is missing.
export const icons = [
  "accessibility", "arrow-left", "arrow-right", "badge-pound-sterling", "bookmark", "calendar-days", "chevron-down",
  "chevron-right", "circle-alert", "circle-check", "circle-help", "clock", "ear", "external-link", "file-text", "globe",
  "hand-heart", "heart-handshake", "house", "info", "languages", "life-buoy", "list", "locate-fixed", "log-in", "mail",
  "map", "map-pin", "message-circle", "monitor", "phone", "phone-call", "pound-sterling", "printer", "search",
  "shield-check", "sliders-horizontal", "users-round", "x",
];
