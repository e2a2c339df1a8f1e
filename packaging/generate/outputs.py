"""Which files are generated, and by whom."""

import completion
import director
import icinga
import man
import nagios
import pages
import tables
import templates


def texts(programs, root):
    """Mapping of paths below the root to their content.

    What wants a program that is not built here is left out.
    """
    checks = [item for item in programs if item.is_check]
    found = {f"docs/man/{item.name}.{item.manual_section}": man.page(item, programs)
             for item in programs}
    found |= {f"docs/man/{name}.{section}": pages.page(name, section, programs)
              for name, section in pages.PAGES}
    found |= {
        "docs/options.md": tables.options(checks),
        "docs/perfdata.md": tables.perfdata(checks),
        "README.md": tables.readme((root / "README.md").read_text("utf-8"), checks),
        "packaging/completion/oa-plugins.bash": completion.bash(checks),
        "packaging/completion/_oa-plugins": completion.zsh(checks),
        "packaging/icinga2/oa-plugins.conf": icinga.page(checks),
        "packaging/icinga2/director-basket.json": director.page(checks),
        "packaging/nagios/oa-plugins.cfg": nagios.page(checks),
    }
    found |= templates.texts(checks, root)
    return {path: text for path, text in found.items() if text is not None}
