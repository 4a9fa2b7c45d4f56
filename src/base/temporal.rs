//! Temporal values of openCypher: dates, times, date-times and durations.
