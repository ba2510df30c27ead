"""The demonstration authority: made from dueregard/content/demonstration by the services that users use."""
