"""What we serve over HTTP: health, metrics, and the webhook's address."""
