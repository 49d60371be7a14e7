"""When the next delivery is due: keeps what is planned in step with what people chose."""
