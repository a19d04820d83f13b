"""What a procedure begins with where the club offers nothing of its own."""

from app.core.plain_text import from_plain

SKELETON = from_plain(
    """## Quand s’en servir

Dans quel cas, et qui s’en charge.

## Avant de commencer

- Les pièces à réunir
- Les délais à connaître

## Étapes

1. Première étape
2. Deuxième étape

## Modèles

Déposez ici vos modèles d’arrêté, de délibération ou de courrier.

## Textes

Citez-les par leur code et leur article : un lien vers Légifrance se fait de lui-même.""",
    marks=True,
)
