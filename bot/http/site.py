"""All that the bot serves over HTTP. Every route is listed here and nowhere else."""

from starlette.applications import Starlette

from bot.edge.webhook import Webhook
from bot.http.health import Health
from bot.http.metrics import MetricsPage


def site(health: Health, webhook: Webhook | None = None) -> Starlette:
    """The health checks and the numbers always; the webhook where Telegram posts to us."""
    routes = [*health.routes(), MetricsPage(health.services).route()]
    if webhook:
        routes.append(webhook.route())
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False  # a redirect would tell that the path is there
    return app
