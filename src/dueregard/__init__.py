"""The service: a Django modular monolith in floors."""
