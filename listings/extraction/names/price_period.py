"""What a rent is paid per."""

from listings.extraction.names.idea import Idea

# fmt: off
PRICE_PERIOD = Idea(
    fact="price_period",
    keys=(
        "priceperiod", "rentperiod", "rentalperiod", "rentfrequency", "rentalfrequency", "pricefrequency",
        "paymentfrequency", "paymentperiod", "rentpaymentfrequency", "rentunit", "priceunit", "priceunittext",
        "priceduration", "pricesuffix", "pricepostfix", "favepropertypricepostfix", "realhomespricepostfix",
        "rentalunit", "rentschedule", "rentterm", "frequency", "leaseamountfrequency", "pricetimeunit", "periodicity",
        "periodicidad", "periodicite", "periodoalquiler", "mietintervall", "priceintervaltype", "priceinterval",
        "priceper", "rentper", "rentinterval", "rentperiodtype", "rentalpriceperiod", "pricetime", "paymentschedule",
        "timeunit", "unittext", "perioda", "periodicidade", "rentcycle",
    ),
    labels=(
        "rent frequency", "rental period", "rent duration", "rental duration", "payment frequency", "rent period", "price period", "rent is paid",
        "rent payable", "frequency of payment", "periodicidad", "périodicité", "periodicidade",
        "frequenza di pagamento", "periodicità", "zahlungsweise", "mietperiode", "betalingsperiode",
        "okres rozliczeniowy", "zahlungsintervall", "период оплаты", "تردد الإيجار", "مدة الدفع", "دورية الدفع",
        "نظام الدفع", "ödeme periyodu", "chu kỳ thanh toán", "periode sewa",
    ),
    marks=(
        "price-period", "price-suffix", "price-postfix", "period", "per-month", "rent-frequency", "price-frequency",
        "price-unit", "price-interval",
    ),
)
# fmt: on
