"""SQL behind the ports: tables and queries per noun, migrations, sealing.

The engine room, which knows no noun:

- `database.py`     units of work, and what may go wrong with them
- `sqlite.py`       one writer that shares its commits, one reader
- `postgresql.py`   the same on psycopg connections in a few threads
- `queries.py`      `NOUN.sql` as functions
- `migrations.py`   numbered SQL files, each applied and recorded in one transaction
- `sealing.py`      what a thief with the database cannot read

Above it one `NOUN.py` with its `NOUN.sql`: the stores, which a unit finds on its transaction.
"""
