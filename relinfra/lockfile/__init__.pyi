from .consequences import locked_by as locked_by
from .forgetting import forget as forget
from .forgetting import move as move
from .guard import LockUpdate as LockUpdate
from .guard import guard as guard
from .guard import refuse_foreseen as refuse_foreseen
