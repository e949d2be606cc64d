"""Where exported files are kept: a folder of this machine, or a bucket of any S3-compatible store (K14)."""

from typing import Any

from propscrape.environment import Environment

FOLDER = "exports"
OWNER_ALONE, FOLDER_OF_OWNER = 0o600, 0o700
CONNECT_TIMEOUT_S, READ_TIMEOUT_S, ATTEMPTS = 10, 60, 3
# What is read back goes to a temporary file beyond this
MAX_IN_MEMORY_BYTES = 8 * 1024 * 1024


def export_storage(environment: Environment) -> dict[str, Any]:
    """The entry `exports` of Django's STORAGES."""
    return _bucket(environment) if environment.EXPORT_S3_BUCKET else _folder(environment)


def _folder(environment: Environment) -> dict[str, Any]:
    options = {
        "location": environment.PROPSCRAPE_HOME / FOLDER,
        "file_permissions_mode": OWNER_ALONE,
        "directory_permissions_mode": FOLDER_OF_OWNER,
    }
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def _bucket(environment: Environment) -> dict[str, Any]:
    """Without keys boto3 looks for them where it always does: the machine's role, a profile, AWS_ variables."""
    from boto3.s3.transfer import TransferConfig  # whoever keeps files in a folder does without its 20 MB

    options = {
        "bucket_name": environment.EXPORT_S3_BUCKET,
        "location": environment.EXPORT_S3_PREFIX.strip("/"),
        "endpoint_url": environment.EXPORT_S3_ENDPOINT_URL or None,
        "region_name": environment.EXPORT_S3_REGION or None,
        "access_key": environment.EXPORT_S3_ACCESS_KEY.get_secret_value() or None,
        "secret_key": environment.EXPORT_S3_SECRET_KEY.get_secret_value() or None,
        "client_config": _client_config(environment),
        "max_memory_size": MAX_IN_MEMORY_BYTES,
        "transfer_config": TransferConfig(use_threads=False),  # each thread holds 8 MB
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _client_config(environment: Environment) -> object:
    """Stores other than Amazon's know buckets by path, and not all of them the checksums that boto3 adds unasked."""
    from botocore.config import Config

    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if environment.EXPORT_S3_ENDPOINT_URL else "auto"},
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
