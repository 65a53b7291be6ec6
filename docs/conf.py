"""How the documentation becomes a site: ``make docs`` builds build/docs, and a dead link is an error."""

from pipeline import __version__

project = "meetwell"
author = "The meetwell maintainers"
project_copyright = author
release = __version__
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "meetwell"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
# Nobody's reading is told to a third party: all styles, scripts and fonts come from the site itself.
html_theme_options = {"source_repository": "", "top_of_page_buttons": []}
