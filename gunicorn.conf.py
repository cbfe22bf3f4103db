"""How gunicorn serves the site, for `make run` and for a place alike; it is read from the folder it is started in."""

from app.webserver import LONGEST_LINE, Log, Worker

workers = 2
worker_class = Worker
preload_app = True
control_socket_disable = True
limit_request_line = LONGEST_LINE
logger_class = Log
loglevel = "warning"
