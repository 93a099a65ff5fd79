"""Parses models with the NESTML toolchain and runs its checks: python3 run_nestml.py RESULTS.json MODEL.nestml ..."""
import contextlib
import io
import json
import sys
import warnings

warnings.simplefilter('ignore')
from pynestml.frontend.pynestml_frontend import generate_target
from pynestml.utils.logger import Logger, LoggingLevel
from pynestml.utils.model_parser import ModelParser

results = {}
for path in sys.argv[2:]:
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            Logger.init_logger(LoggingLevel.DEBUG)
            generate_target(input_path=path, target_platform='NONE', logging_level='DEBUG')
            messages = list(Logger.get_log().values())
        results[path] = [str(m) for m in messages if LoggingLevel.ERROR in m]
        unit = ModelParser.parse_file(path)
        if unit is None or len(unit.get_model_list()) != 1:
            results[path].append('is not one model')
    except BaseException as failure:
        results[path] = [f'{type(failure).__name__}: {failure}']

with open(sys.argv[1], 'w') as file:
    json.dump(results, file)
